/** Tests of the log's forms. */
@NullMarked
package io.framelog.log;

import org.jspecify.annotations.NullMarked;
