/** Many clients of Motion JPEG streams on one thread. */
@NullMarked
package io.framelog.benchmarks.load;

import org.jspecify.annotations.NullMarked;
