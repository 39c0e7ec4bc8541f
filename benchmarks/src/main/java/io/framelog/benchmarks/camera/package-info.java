/** The camera that the servers show, and its synthetic pictures. */
@NullMarked
package io.framelog.benchmarks.camera;

import org.jspecify.annotations.NullMarked;
