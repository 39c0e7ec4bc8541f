@NullMarked
package io.framelog.publisher.plan;

import org.jspecify.annotations.NullMarked;
