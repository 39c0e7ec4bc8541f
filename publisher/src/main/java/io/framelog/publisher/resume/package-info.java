/** Where an interrupted recording goes on. */
@NullMarked
package io.framelog.publisher.resume;

import org.jspecify.annotations.NullMarked;
