/** Tests of the clients. */
@NullMarked
package io.framelog.benchmarks.replay;

import org.jspecify.annotations.NullMarked;
