/* Reads a FIFO to its end and drops the bytes, as fast as the pipe goes: its buffer as large as the system lets anyone, reads of 256 KiB.
   Usage: pipe_read FIFO. Linux. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

static char buffer[256 << 10];

int main(int count, char **words) {
  int pipe = count == 2 ? open(words[1], O_RDONLY | O_CLOEXEC) : -1;
  if (pipe < 0) {
    perror("pipe_read");
    return 1;
  }
  FILE *limit = fopen("/proc/sys/fs/pipe-max-size", "r");
  int bytes;
  if (limit != NULL && fscanf(limit, "%d", &bytes) == 1) {
    fcntl(pipe, F_SETPIPE_SZ, bytes);
  }
  ssize_t length;
  while ((length = read(pipe, buffer, sizeof buffer)) > 0) {
  }
  if (length < 0) {
    perror("pipe_read");
    return 1;
  }
  return 0;
}
