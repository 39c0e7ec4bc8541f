/** Tests of the clients. */
@NullMarked
package io.framelog.benchmarks.load;

import org.jspecify.annotations.NullMarked;
