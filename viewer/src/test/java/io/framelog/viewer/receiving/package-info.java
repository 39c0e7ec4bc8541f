/** Tests of the receiver's rules, without Kafka. */
@NullMarked
package io.framelog.viewer.receiving;

import org.jspecify.annotations.NullMarked;
