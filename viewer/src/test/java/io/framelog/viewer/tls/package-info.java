/** Tests of certificates and keys. */
@NullMarked
package io.framelog.viewer.tls;

import org.jspecify.annotations.NullMarked;
