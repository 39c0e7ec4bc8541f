@NullMarked
package io.framelog.latency;

import org.jspecify.annotations.NullMarked;
