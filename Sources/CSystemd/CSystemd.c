int csystemd_placeholder(void){return 0;}
