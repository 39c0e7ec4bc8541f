/** Tests of the catalog of streams. */
@NullMarked
package io.framelog.viewer.catalog;

import org.jspecify.annotations.NullMarked;
