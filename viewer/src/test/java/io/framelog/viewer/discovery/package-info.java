/** Tests of what decides about records, without Kafka. */
@NullMarked
package io.framelog.viewer.discovery;

import org.jspecify.annotations.NullMarked;
