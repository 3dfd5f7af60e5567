/* The decode loop of djpeg (libjpeg-turbo's example and program): libjpeg's API with its default settings, a row at a time into one buffer,
   the pixels left where they are. Built as a library, so that both sides take turns in one process. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <jpeglib.h>

struct djpeg_loop {
  struct jpeg_decompress_struct decoder;
  struct jpeg_error_mgr errors;
};

struct djpeg_loop *djpeg_loop_new(void) {
  struct djpeg_loop *loop = calloc(1, sizeof *loop);
  if (loop != NULL) {
    loop->decoder.err = jpeg_std_error(&loop->errors); /* an error ends the process: the peer decodes only good files */
    jpeg_create_decompress(&loop->decoder);
  }
  return loop;
}

/* Decodes an image to RGB; returns the sum of the first byte of every row, so that no work can be left out. */
long djpeg_loop_decode(struct djpeg_loop *loop, const unsigned char *jpeg, unsigned long length) {
  struct jpeg_decompress_struct *decoder = &loop->decoder;
  long sum = 0;
  jpeg_mem_src(decoder, jpeg, length);
  jpeg_read_header(decoder, TRUE);
  decoder->out_color_space = JCS_RGB;
  jpeg_start_decompress(decoder);
  JSAMPARRAY row = (*decoder->mem->alloc_sarray)(
      (j_common_ptr)decoder, JPOOL_IMAGE, decoder->output_width * (JDIMENSION)decoder->output_components, 1);
  while (decoder->output_scanline < decoder->output_height) {
    jpeg_read_scanlines(decoder, row, 1);
    sum += row[0][0];
  }
  jpeg_finish_decompress(decoder);
  return sum;
}

void djpeg_loop_free(struct djpeg_loop *loop) {
  jpeg_destroy_decompress(&loop->decoder);
  free(loop);
}
