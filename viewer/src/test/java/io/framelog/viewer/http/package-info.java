/** Tests of what clients get, by real sockets. */
@NullMarked
package io.framelog.viewer.http;

import org.jspecify.annotations.NullMarked;
