@NullMarked
package io.framelog.benchmarks.sections;

import org.jspecify.annotations.NullMarked;
