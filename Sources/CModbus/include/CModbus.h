#pragma once

#include <stdint.h>

/// libmodbus, as far as infusionwatch uses it.
///
/// A context never opens or closes a descriptor: modbus_connect would select() on any number, and
/// a number of 1024 or more ends the process. Every call returns a count of 0 or more, or the
/// negative error number, so that no later call can overwrite it.

typedef struct _modbus ModbusContext;
typedef struct _modbus_mapping_t ModbusMapping;

enum {
  modbus_longest_frame = 260,  /* bytes, TCP and RTU alike */
  modbus_most_descriptors = 1024,  /* FD_SETSIZE: select() knows no higher descriptor */
  modbus_error_bad_crc = 112345678 + 12,
  modbus_error_bad_data = 112345678 + 13,
};

/// A context that speaks Modbus TCP; NULL if memory is short.
ModbusContext *modbus_context_tcp(void);
/// A context that speaks Modbus RTU; the line itself is set up by whoever opens the tty.
ModbusContext *modbus_context_rtu(void);
/// Frees the context and leaves its descriptor open.
void modbus_context_free(ModbusContext *context);

/// Hands over a connected descriptor, which must be below `modbus_most_descriptors`.
int modbus_use(ModbusContext *context, int descriptor);
/// Sends unit, function and data; libmodbus adds the frame of its line.
int modbus_send(ModbusContext *context, const uint8_t *request, int length);
/// Waits for one whole reply of `unit`, at most this long however slowly it drips, and stores the
/// frame as it came (at most `modbus_longest_frame` bytes).
int modbus_await_reply(ModbusContext *context, int unit, uint32_t microseconds, uint8_t *reply);

/// Registers that a simulated monitor answers with; NULL if memory is short.
ModbusMapping *modbus_registers(unsigned first, unsigned count);
void modbus_registers_free(ModbusMapping *mapping);
void modbus_set_register(ModbusMapping *mapping, unsigned index, uint16_t value);
/// Answers one request that waits on the context's descriptor; 0: it was for another unit.
int modbus_answer(ModbusContext *context, int unit, ModbusMapping *mapping);

/// Runs `body(context)` on a detached thread of its own, which takes no signals; the name has at
/// most 15 bytes. 0, or the negative error number.
int thread_start(const char *name, void (*body)(void *context), void *context);
