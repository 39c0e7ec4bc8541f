/** Tables of figures in Markdown. */
@NullMarked
package io.framelog.benchmarks.report;

import org.jspecify.annotations.NullMarked;
