/** Tests of the connections that an event loop serves. */
@NullMarked
package io.framelog.viewer.connection;

import org.jspecify.annotations.NullMarked;
