/** Tests of HTTP responses, over real sockets. */
@NullMarked
package io.framelog.viewer.http;

import org.jspecify.annotations.NullMarked;
