/** Pictures out of HTTP answers: Motion JPEG in parts or one JPEG behind the other, and addresses of single pictures. */
@NullMarked
package io.framelog.publisher.mjpeg;

import org.jspecify.annotations.NullMarked;
