(: Paragraphs, headings and verses in which these words stand next to each other, in this order.
   basex -b words="world revolution" queries/1-words.xq :)
declare namespace tei = "http://www.tei-c.org/ns/1.0";
declare variable $db external := "{{db}}";
declare variable $words external := "workers";

for $block in collection($db)//tei:text//(tei:p | tei:head | tei:l)
where $block contains text { $words } phrase
return <found document="{ substring-after(base-uri($block), concat($db, "/")) }">{ normalize-space($block) }</found>
