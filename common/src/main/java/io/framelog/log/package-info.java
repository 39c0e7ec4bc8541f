/** The form of the log: text by slf4j-simple, or JSON by a small provider of our own. */
@NullMarked
package io.framelog.log;

import org.jspecify.annotations.NullMarked;
