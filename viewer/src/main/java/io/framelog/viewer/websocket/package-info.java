/** WebSockets (RFC 6455) as far as the viewer needs them: small text messages from clients, any message to them. */
@NullMarked
package io.framelog.viewer.websocket;

import org.jspecify.annotations.NullMarked;
