/** Tests of what is said of streams. */
@NullMarked
package io.framelog.viewer.catalog;

import org.jspecify.annotations.NullMarked;
