/** What is measured, one class for each table. */
@NullMarked
package io.framelog.benchmarks.sections;

import org.jspecify.annotations.NullMarked;
