/** The viewer's HTTP server, with what its features share. */
@NullMarked
package io.framelog.viewer.http;

import org.jspecify.annotations.NullMarked;
