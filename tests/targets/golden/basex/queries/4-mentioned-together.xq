(: Who is mentioned in the same paragraph as whom, the most frequent pairs first. :)
declare namespace tei = "http://www.tei-c.org/ns/1.0";
declare variable $db external := "edition";

for $paragraph in collection($db)//tei:text//tei:p
let $names := sort(distinct-values($paragraph//tei:persName/(@ref, @key)[1] ! replace(., "^#", "")))
for $one at $place in $names, $other in subsequence($names, $place + 1)
let $pair := concat($one, " ", $other)
group by $pair
order by count($paragraph) descending, $pair
return <pair names="{ $pair }" paragraphs="{ count($paragraph) }"/>
