/**
 * Long-lived client connections: taken over from the HTTP server, served by an event loop, ended when a client stalls.
 */
@NullMarked
package io.framelog.viewer.connection;

import org.jspecify.annotations.NullMarked;
