/** Tests of what MQTT brokers are told. */
@NullMarked
package io.framelog.viewer.mqtt;

import org.jspecify.annotations.NullMarked;
