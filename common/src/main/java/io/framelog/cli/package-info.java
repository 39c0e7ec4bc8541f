/** What both command lines do alike: environment variables, exit codes, one-line errors. */
@NullMarked
package io.framelog.cli;

import org.jspecify.annotations.NullMarked;
