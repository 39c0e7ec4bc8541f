/** A camera on HTTP whose pictures tell when they were made. */
@NullMarked
package io.framelog.benchmarks.camera;

import org.jspecify.annotations.NullMarked;
