#define _GNU_SOURCE
#include "CModbus.h"

#include <errno.h>
#include <modbus/modbus.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>

_Static_assert(modbus_longest_frame == MODBUS_MAX_ADU_LENGTH, "frame length");
_Static_assert(modbus_most_descriptors == FD_SETSIZE, "descriptors of select()");
_Static_assert(modbus_error_bad_crc == EMBBADCRC, "error number");
_Static_assert(modbus_error_bad_data == EMBBADDATA, "error number");

static int result(int count) { return count < 0 ? -errno : count; }

static ModbusContext *prepared(modbus_t *context) {
  if (!context) return NULL;
  /* Recovery inside libmodbus sleeps and reconnects without end; the link thread recovers. */
  modbus_set_error_recovery(context, MODBUS_ERROR_RECOVERY_NONE);
  /* Without a byte timeout the response timeout bounds the whole reply. */
  modbus_set_byte_timeout(context, 0, 0);
  return context;
}

ModbusContext *modbus_context_tcp(void) { return prepared(modbus_new_tcp_pi("::1", "502")); }

ModbusContext *modbus_context_rtu(void) {
  return prepared(modbus_new_rtu("/dev/null", 9600, 'N', 8, 1));
}

void modbus_context_free(ModbusContext *context) { modbus_free(context); }

int modbus_use(ModbusContext *context, int descriptor) {
  if (descriptor < 0 || descriptor >= modbus_most_descriptors) return -EBADF;
  return result(modbus_set_socket(context, descriptor));
}

int modbus_send(ModbusContext *context, const uint8_t *request, int length) {
  return result(modbus_send_raw_request(context, request, length));
}

int modbus_await_reply(ModbusContext *context, int unit, uint32_t microseconds, uint8_t *reply) {
  if (modbus_set_slave(context, unit) < 0) return -errno;
  if (microseconds == 0) return -ETIMEDOUT;
  if (modbus_set_response_timeout(context, microseconds / 1000000, microseconds % 1000000) < 0)
    return -errno;
  return result(modbus_receive_confirmation(context, reply));
}

ModbusMapping *modbus_registers(unsigned first, unsigned count) {
  return modbus_mapping_new_start_address(0, 0, 0, 0, first, count, first, count);
}

void modbus_registers_free(ModbusMapping *mapping) { modbus_mapping_free(mapping); }

void modbus_set_register(ModbusMapping *mapping, unsigned index, uint16_t value) {
  if (index >= (unsigned)mapping->nb_registers) return;
  mapping->tab_registers[index] = value;
  mapping->tab_input_registers[index] = value;
}

int modbus_answer(ModbusContext *context, int unit, ModbusMapping *mapping) {
  uint8_t request[MODBUS_MAX_ADU_LENGTH];
  modbus_set_indication_timeout(context, 1, 0);
  /* On a serial line whoever answers has to have an address. */
  if (modbus_set_slave(context, unit) < 0) return -errno;
  int length = modbus_receive(context, request);
  if (length <= 0) return length < 0 ? -errno : 0;
  int header = modbus_get_header_length(context);
  if (request[header - 1] != unit) return 0;
  /* A simulated monitor reads out; it cannot be written to either. */
  switch (request[header]) {
  case MODBUS_FC_READ_HOLDING_REGISTERS:
  case MODBUS_FC_READ_INPUT_REGISTERS:
    return result(modbus_reply(context, request, length, mapping));
  default:
    return result(
        modbus_reply_exception(context, request, MODBUS_EXCEPTION_ILLEGAL_FUNCTION));
  }
}

struct start {
  void (*body)(void *);
  void *context;
  char name[16];
};

static void *run(void *argument) {
  struct start start = *(struct start *)argument;
  free(argument);
  pthread_setname_np(pthread_self(), start.name);
  start.body(start.context);
  return NULL;
}

int thread_start(const char *name, void (*body)(void *context), void *context) {
  struct start *start = calloc(1, sizeof *start);
  if (!start) return -ENOMEM;
  start->body = body;
  start->context = context;
  strncpy(start->name, name, sizeof start->name - 1);
  sigset_t all, before;
  sigfillset(&all);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, 512 * 1024);
  pthread_t thread;
  pthread_sigmask(SIG_SETMASK, &all, &before);
  int error = pthread_create(&thread, &attributes, run, start);
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  pthread_attr_destroy(&attributes);
  if (error) free(start);
  return -error;
}
