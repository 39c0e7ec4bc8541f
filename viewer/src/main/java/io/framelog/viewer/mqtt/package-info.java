/** Tells events and the state of streams to an MQTT broker, as Home Assistant wants them. */
@NullMarked
package io.framelog.viewer.mqtt;

import org.jspecify.annotations.NullMarked;
