/** Many clients of one Motion JPEG stream on one thread, and what they saw. */
@NullMarked
package io.framelog.benchmarks.load;

import org.jspecify.annotations.NullMarked;
