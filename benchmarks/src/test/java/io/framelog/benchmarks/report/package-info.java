/** Tests of the page. */
@NullMarked
package io.framelog.benchmarks.report;

import org.jspecify.annotations.NullMarked;
