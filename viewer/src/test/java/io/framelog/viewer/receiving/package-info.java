/** Tests of what decides about records, without Kafka. */
@NullMarked
package io.framelog.viewer.receiving;

import org.jspecify.annotations.NullMarked;
