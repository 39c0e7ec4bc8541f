/** Connections that were taken over from the server: who is served on one, and how bytes are written to it. */
@NullMarked
package io.framelog.viewer.connection;

import org.jspecify.annotations.NullMarked;
