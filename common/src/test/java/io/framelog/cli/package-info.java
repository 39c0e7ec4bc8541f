/** Tests. */
@NullMarked
package io.framelog.cli;

import org.jspecify.annotations.NullMarked;
