/** Tests of discovery, without Kafka. */
@NullMarked
package io.framelog.viewer.discovery;

import org.jspecify.annotations.NullMarked;
