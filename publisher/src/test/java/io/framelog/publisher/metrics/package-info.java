@NullMarked
package io.framelog.publisher.metrics;

import org.jspecify.annotations.NullMarked;
