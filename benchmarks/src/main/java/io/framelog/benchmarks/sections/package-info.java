/** One class for each part of the page, and what they share. */
@NullMarked
package io.framelog.benchmarks.sections;

import org.jspecify.annotations.NullMarked;
