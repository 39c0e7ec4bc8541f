/** Reads from HTTP servers as cameras have them: lenient with the answer, exact with limits, errors and credentials. */
@NullMarked
package io.framelog.publisher.http;

import org.jspecify.annotations.NullMarked;
