/** HTTPS: reads a certificate and its key from PEM files, and reloads them when they change. */
@NullMarked
package io.framelog.viewer.tls;

import org.jspecify.annotations.NullMarked;
