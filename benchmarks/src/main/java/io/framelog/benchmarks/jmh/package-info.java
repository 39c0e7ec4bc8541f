/**
 * JMH benchmarks of the inner loops of both services, started by {@code benchmarks/jmh}. One call allocates on JDK 17,
 * for a JPEG of 28 KB: decoding a publisher's record 2.3 KB, decoding a bare image 96 B, filling and releasing a part
 * 0.7 KB, reading a JPEG's head 48 B, checking a JPEG only its copy.
 */
@NullMarked
package io.framelog.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
