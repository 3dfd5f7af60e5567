/* Three GPUs, of which the second can't be opened and the third has no memory information. */
typedef struct { unsigned int gpu, memory; } utilization_t;
typedef struct { unsigned long long total, free, used; } memory_t;
static int devices[3], started;
int nvmlInit_v2(void) { started = 1; return 0; }
int nvmlDeviceGetCount_v2(unsigned int *count) { *count = 3; return started ? 0 : 1; }
int nvmlDeviceGetHandleByIndex_v2(unsigned int index, void **device) { *device = &devices[index]; return index == 1 ? 4 : 0; }
int nvmlDeviceGetUtilizationRates(void *device, utilization_t *rates) { rates->gpu = device == &devices[0] ? 97 : 1; rates->memory = 55; return 0; }
int nvmlDeviceGetMemoryInfo(void *device, memory_t *memory) {
  memory->total = 80ull << 30;
  memory->free = 60ull << 30;
  memory->used = 20ull << 30;
  return device == &devices[2] ? 3 : 0;
}
