/** Which streams there are, and what state they are in. */
@NullMarked
package io.framelog.viewer.catalog;

import org.jspecify.annotations.NullMarked;
