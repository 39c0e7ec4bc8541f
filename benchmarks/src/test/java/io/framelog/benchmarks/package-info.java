/** Tests of the benchmarks as a whole. */
@NullMarked
package io.framelog.benchmarks;

import org.jspecify.annotations.NullMarked;
