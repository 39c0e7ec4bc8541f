/**
 * The conventions of both command lines: environment variables, durations, value checks, exit codes, one-line errors.
 */
@NullMarked
package io.framelog.cli;

import org.jspecify.annotations.NullMarked;
