/** HTTPS: certificate and key out of PEM files, also when they were renewed. */
@NullMarked
package io.framelog.viewer.tls;

import org.jspecify.annotations.NullMarked;
