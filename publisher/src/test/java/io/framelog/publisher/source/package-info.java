@NullMarked
package io.framelog.publisher.source;

import org.jspecify.annotations.NullMarked;
