/** Tests of the recordings. */
@NullMarked
package io.framelog.benchmarks.recording;

import org.jspecify.annotations.NullMarked;
