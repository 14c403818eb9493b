static int placeholder_modbus; int cmodbus_placeholder(void){return placeholder_modbus;}
