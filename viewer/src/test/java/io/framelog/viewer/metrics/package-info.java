/** Tests of the metrics. */
@NullMarked
package io.framelog.viewer.metrics;

import org.jspecify.annotations.NullMarked;
