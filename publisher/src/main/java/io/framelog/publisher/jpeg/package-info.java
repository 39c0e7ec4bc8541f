/** What can be told and mended of a JPEG without decoding it. */
@NullMarked
package io.framelog.publisher.jpeg;

import org.jspecify.annotations.NullMarked;
